/* Makes files of meter readings for the benchmark: the same bytes for the same options everywhere,
 * because nothing but integers is used.
 *
 *   make_meters [--sites N] [--meters N] [--days N] [--minutes N] [--order time|meter]
 *               [--stamp offset|naive] [--quote] [--crlf] [--wide] [--defects] [--split FOLDER]
 *               --out FILE --map FILE [--truth FILE]
 *
 * Readings are kWh with three decimals from 2025-01-01T00:00:00+08:00; --map takes meter_id,site_id;
 * --truth takes site_id,month,kwh as whole watt-hours of the good rows, without the defective ones.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int sites = 10, meters = 70, days = 365, minutes = 15;
static int by_meter, naive, quote, crlf, wide, defects;
static const char *split, *out_name, *map_name, *truth_name;
static int64_t (*truth)[13];

static uint64_t mix(uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* Whole watt-hours of a meter in an interval: a base, a daily triangle, noise. */
static int64_t watt_hours(int meter, int64_t tick) {
    int64_t base = 200 + (int64_t)(mix((uint64_t)meter) % 2200);
    int64_t minute = tick * minutes % 1440;
    int64_t daily = minute < 720 ? minute : 1440 - minute;
    int64_t noise = (int64_t)(mix((uint64_t)meter << 32 ^ (uint64_t)tick) % 400);
    return (base + base * daily / 1440 + noise) * minutes / 15;
}

static char *two(char *p, int value) {
    *p++ = (char)('0' + value / 10);
    *p++ = (char)('0' + value % 10);
    return p;
}

static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static int month_of(int64_t tick, int *day) {
    int d = (int)(tick * minutes / 1440), month = 0;
    while (d >= month_days[month % 12]) d -= month_days[month++ % 12];
    *day = d + 1;
    return month;
}

static char *stamp(char *p, int64_t tick) {
    int day, month = month_of(tick, &day), minute = (int)(tick * minutes % 1440);
    p += sprintf(p, "%d-", 2025 + month / 12);
    p = two(p, month % 12 + 1);
    *p++ = '-';
    p = two(p, day);
    *p++ = naive ? ' ' : 'T';
    p = two(p, minute / 60);
    *p++ = ':';
    p = two(p, minute % 60);
    memcpy(p, ":00", 3);
    p += 3;
    if (!naive) {
        memcpy(p, "+08:00", 6);
        p += 6;
    }
    return p;
}

static char *value(char *p, int64_t wh) {
    return p + sprintf(p, "%lld.%03lld", (long long)(wh / 1000), (long long)(wh % 1000));
}

static char *name(char *p, int meter) {
    return p + sprintf(p, "S%03d-M%04d", meter / meters + 1, meter % meters + 1);
}

static const char *end(void) { return crlf ? "\r\n" : "\n"; }

static void row(FILE *out, int meter, int64_t tick) {
    char line[160], *p = line;
    int64_t wh = watt_hours(meter, tick);
    uint64_t luck = defects ? mix((uint64_t)tick << 20 ^ (uint64_t)meter ^ 77) % 10000 : 9999;
    int q = quote || luck < 100, good = luck >= 25;
    if (luck < 10) return; /* a gap */
    if (q) *p++ = '"';
    p = stamp(p, tick);
    if (q) *p++ = '"';
    *p++ = ',';
    if (q) *p++ = '"';
    p = name(p, meter);
    if (q) *p++ = '"';
    *p++ = ',';
    if (q) *p++ = '"';
    if (luck < 15) *p++ = '-';
    p = luck >= 15 && luck < 25 ? p + sprintf(p, "N/A") : value(p, wh);
    if (q) *p++ = '"';
    p += sprintf(p, "%s", end());
    fwrite(line, 1, (size_t)(p - line), out);
    if (luck >= 100 && luck < 110) fwrite(line, 1, (size_t)(p - line), out); /* twice the same */
    int day;
    if (good) truth[meter / meters][month_of(tick, &day) % 13] += wh;
}

static void wide_row(FILE *out, int64_t tick) {
    char line[64], *p = stamp(line, tick);
    fwrite(line, 1, (size_t)(p - line), out);
    for (int meter = 0; meter < sites * meters; meter++) {
        line[0] = ',';
        p = value(line + 1, watt_hours(meter, tick));
        fwrite(line, 1, (size_t)(p - line), out);
        int day;
        truth[meter / meters][month_of(tick, &day) % 13] += watt_hours(meter, tick);
    }
    fputs(end(), out);
}

static FILE *make(const char *path) {
    FILE *file = fopen(path, "wb");
    if (!file) {
        fprintf(stderr, "make_meters: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    setvbuf(file, NULL, _IOFBF, 1 << 20);
    return file;
}

static void finish(FILE *file) {
    if (fclose(file)) {
        perror("make_meters");
        exit(1);
    }
}

static int number(char **argv, int *i) {
    int value = argv[*i + 1] ? atoi(argv[*i + 1]) : 0;
    if (value <= 0) {
        fprintf(stderr, "make_meters: %s needs a number\n", argv[*i]);
        exit(2);
    }
    ++*i;
    return value;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (!strcmp(a, "--sites")) sites = number(argv, &i);
        else if (!strcmp(a, "--meters")) meters = number(argv, &i);
        else if (!strcmp(a, "--days")) days = number(argv, &i);
        else if (!strcmp(a, "--minutes")) minutes = number(argv, &i);
        else if (!strcmp(a, "--quote")) quote = 1;
        else if (!strcmp(a, "--crlf")) crlf = 1;
        else if (!strcmp(a, "--wide")) wide = 1;
        else if (!strcmp(a, "--defects")) defects = 1;
        else if (i + 1 >= argc) return fprintf(stderr, "make_meters: %s\n", a), 2;
        else if (!strcmp(a, "--order")) by_meter = !strcmp(argv[++i], "meter");
        else if (!strcmp(a, "--stamp")) naive = !strcmp(argv[++i], "naive");
        else if (!strcmp(a, "--split")) split = argv[++i];
        else if (!strcmp(a, "--out")) out_name = argv[++i];
        else if (!strcmp(a, "--map")) map_name = argv[++i];
        else if (!strcmp(a, "--truth")) truth_name = argv[++i];
        else return fprintf(stderr, "make_meters: unknown option %s\n", a), 2;
    }
    int all = sites * meters;
    int64_t ticks = (int64_t)days * 1440 / minutes;
    truth = calloc((size_t)sites, sizeof *truth);
    const char *header = quote ? "\"timestamp\",\"meter_id\",\"energy_kwh\"" : "timestamp,meter_id,energy_kwh";
    if (split) {
        mkdir(split, 0777);
        for (int meter = 0; meter < all; meter++) {
            char path[4096], id[32];
            *name(id, meter) = 0;
            snprintf(path, sizeof path, "%s/%s.csv", split, id);
            FILE *out = make(path);
            fprintf(out, "%s%s", header, end());
            for (int64_t tick = 0; tick < ticks; tick++) row(out, meter, tick);
            finish(out);
        }
    } else if (out_name) {
        FILE *out = make(out_name);
        char id[32];
        if (wide) {
            fputs("timestamp", out);
            for (int meter = 0; meter < all; meter++) *name(id, meter) = 0, fprintf(out, ",%s", id);
            fputs(end(), out);
            for (int64_t tick = 0; tick < ticks; tick++) wide_row(out, tick);
        } else {
            fprintf(out, "%s%s", header, end());
            if (by_meter)
                for (int meter = 0; meter < all; meter++)
                    for (int64_t tick = 0; tick < ticks; tick++) row(out, meter, tick);
            else
                for (int64_t tick = 0; tick < ticks; tick++)
                    for (int meter = 0; meter < all; meter++) row(out, meter, tick);
        }
        finish(out);
    }
    if (map_name) {
        FILE *map = make(map_name);
        char id[32];
        fputs("meter_id,site_id\n", map);
        for (int meter = 0; meter < all; meter++)
            *name(id, meter) = 0, fprintf(map, "%s,S%03d\n", id, meter / meters + 1);
        finish(map);
    }
    if (truth_name) {
        FILE *file = make(truth_name);
        fputs("site_id,month,kwh\n", file);
        for (int site = 0; site < sites; site++)
            for (int month = 0; month < 13; month++)
                if (truth[site][month])
                    fprintf(file, "S%03d,%d-%02d,%lld.%03lld000\n", site + 1, 2025 + month / 12, month % 12 + 1,
                            (long long)(truth[site][month] / 1000), (long long)(truth[site][month] % 1000));
        finish(file);
    }
    return 0;
}
