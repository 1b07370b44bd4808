/// Begun.
enum ServerBegun {}
