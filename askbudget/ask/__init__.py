"""text → Mentions → Query → Plan → sqlglot Select → rows → Answer; knows no file format."""
