/* UTF-8 in and out, and what of it may reach a terminal. */
#include "base/text.h"

#include <stdbool.h>
#include <string.h>

struct span {
    uint32_t first, last;
};

static const struct span WIDE[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF}, {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static const struct span COMBINING[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D},
    {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};

static const struct span UNSAFE[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C},   {0x200E, 0x200F},
    {0x2028, 0x202E}, {0x2066, 0x2069}, {0xD800, 0xDFFF},   {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F},
};

#define IN(spans, point) within(spans, sizeof(spans) / sizeof(spans)[0], point)

static bool within(const struct span *spans, size_t count, uint32_t point)
{
    for (size_t i = 0; i < count; i++)
        if (point >= spans[i].first && point <= spans[i].last)
            return true;
    return false;
}

static size_t length_of(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    if (lead >= 0xF0 && lead < 0xF5)
        return 4;
    return 0;
}

size_t text_decode(const char *s, uint32_t *point)
{
    static const uint32_t SMALLEST[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)s[0];
    size_t length = length_of(lead);
    uint32_t value = length == 1 ? lead : length ? lead & (0x7Fu >> length) : 0;

    *point = TEXT_REPLACEMENT;
    if (lead == 0)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if (((unsigned char)s[i] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | ((unsigned char)s[i] & 0x3Fu);
    }
    if (length == 0 || value < SMALLEST[length] || value > 0x10FFFF)
        return 1;
    *point = value;
    return length;
}

size_t text_encode(uint32_t point, char out[4])
{
    static const unsigned char LEADS[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

    if (length == 1) {
        out[0] = (char)point;
        return 1;
    }
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    out[0] = (char)(LEADS[length] | point);
    return length;
}

int text_is_safe(uint32_t point)
{
    return point <= 0x10FFFF && point != TEXT_REPLACEMENT && !IN(UNSAFE, point);
}

int text_width(uint32_t point)
{
    if (point < 0x300)
        return 1;
    if (IN(COMBINING, point))
        return 0;
    return IN(WIDE, point) ? 2 : 1;
}

int text_columns(const char *s)
{
    int columns = 0;
    uint32_t point;
    size_t length;

    while ((length = text_decode(s, &point)) > 0) {
        columns += text_width(point);
        s += length;
    }
    return columns;
}

void text_clean(char *out, size_t size, const char *s)
{
    size_t used = 0;
    uint32_t point;
    size_t length;

    while ((length = text_decode(s, &point)) > 0 && used + length < size) {
        if (text_is_safe(point)) {
            memcpy(out + used, s, length);
            used += length;
        } else {
            out[used++] = point < 0x20 || (point >= 0x7F && point < 0xA0) ? ' ' : '?';
        }
        s += length;
    }
    if (size > 0)
        out[used] = '\0';
}
