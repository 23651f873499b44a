"""The scorer that asks a language model: any endpoint that speaks OpenAI's chat completions, here or hosted.

One skill a call, with the whole scale; answers go out as fenced data; several runs, whose median counts; no quote, no
run. It gets words and questions like every scorer, so nothing else can leave the machine (docs/language-model.md).
"""
