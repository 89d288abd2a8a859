#pragma once

#include <stddef.h>

/// A file that stands in the binary.
struct tripline_asset {
    /// Its name, such as "t.js".
    const char *name;
    /// Its bytes.
    const unsigned char *bytes;
    /// How many there are.
    size_t length;
};

/// All files, ended by one without a name.
const struct tripline_asset *tripline_assets(void);
