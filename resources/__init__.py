"""What is shipped beside the code: icons, translations, the sample model."""
