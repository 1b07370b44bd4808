#include <cairo.h>
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

// Makes a font map that knows some font files and nothing else, so that no other font of the
// machine can slip in. NULL when a file cannot be read.
static inline PangoFontMap *carbongrade_font_map(const char *const *paths, int count) {
    FcConfig *config = FcConfigCreate();
    if (config == NULL) return NULL;
    for (int i = 0; i < count; i++) {
        if (!FcConfigAppFontAddFile(config, (const FcChar8 *)paths[i])) {
            FcConfigDestroy(config);
            return NULL;
        }
    }
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map != NULL) pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    FcConfigDestroy(config);
    return map;
}

// A context of a font map in which a font size is a size in points of the page, and no glyph is
// moved to the grid of any screen.
static inline PangoContext *carbongrade_context(PangoFontMap *map) {
    PangoContext *context = pango_font_map_create_context(map);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    return context;
}
