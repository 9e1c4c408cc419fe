"""Somebody else's Scrapy project, with the cleaner as a web-poet page object and as an item pipeline.

    pip install ".[crawler]" web-poet scrapy-poet
    cd examples/scrapy_project
    scrapy crawl with_page_object -a start=https://…/section/ -O articles.jsonl
    scrapy crawl with_pipeline -a start=https://…/section/ -O articles.jsonl

The first needs `page_objects.py` alone, the second `pipelines.py` alone. Nothing of Mudawwana's crawler is involved.
"""
