"""What a person does: commands of this project beside and instead of those of Scrapy."""
