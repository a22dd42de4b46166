async def test_seed(store, buyer, manager, wu_jun, stranger):
    assert buyer.name_zh == "李娜"
    assert stranger.actor.party_id == "otherco"
