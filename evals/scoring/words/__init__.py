"""Reading replies: what is said in Chinese and English words, written or spoken. It knows nothing of how they are
made."""
