"""Maps of the site for search engines (sitemaps.org), and what robots are asked to leave alone."""
