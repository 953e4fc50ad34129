"""A vision server: a model that looks at a picture and says in words what is on it, over OpenAI's chat completions.

llama.cpp, vLLM, LM Studio, Ollama and hosted services speak it alike. In: a small picture as JPEG or PNG, and what is
asked. Out: what the model says, without its thoughts; or a typed error, of which Blind is that it sees no pictures.
"""
