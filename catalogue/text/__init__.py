"""Words for people, made safe: plain lines, Markdown, broken characters mended."""
