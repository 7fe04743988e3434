"""The checking of links as a service: many hosts at once, each seldom, and nothing but what was found is written."""
