"""What can be asked of the site, said for programs (OpenAPI) and for those who write them."""
