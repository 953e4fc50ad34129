"""What a server has: nodes, models, LoRAs and what they say of themselves, packs for what is missing.

In: what `/object_info` and the files say. Out: frozen records that the graphs are fitted to. Asked once, and forgotten
with the server's word.
"""
