/// Begun.
enum ChartsBegun {}
