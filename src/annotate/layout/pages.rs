//! Small scraped pages, as tests.
