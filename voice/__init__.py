"""Audio in, text out; text in, audio out; and the turns between. Imports none of our packages."""
