/* The floor of every reader that sends all bytes through libcsv: callbacks that only count. */
#include <csv.h>
#include <stdio.h>

static size_t cells, rows;
static void cell(void *text, size_t length, void *context) { (void)text, (void)length, (void)context, cells++; }
static void row(int end, void *context) { (void)end, (void)context, rows++; }

int main(int argc, char **argv) {
    static char block[1 << 18];
    struct csv_parser parser;
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    if (!file || csv_init(&parser, CSV_STRICT)) return 1;
    for (size_t count; (count = fread(block, 1, sizeof block, file)) > 0;)
        if (csv_parse(&parser, block, count, cell, row, NULL) != count) return 1;
    csv_fini(&parser, cell, row, NULL);
    csv_free(&parser);
    printf("%zu rows, %zu cells\n", rows, cells);
    return 0;
}
