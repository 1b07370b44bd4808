/// Begun.
enum PagesBegun {}
