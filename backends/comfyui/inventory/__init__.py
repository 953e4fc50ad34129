"""What a server has: nodes, models, LoRAs and what they say of themselves, packs for what is missing."""
