/* The scenes that are compiled into the program. */
#include "app/library.h"

#include <stddef.h>
#include <string.h>

const struct library_scene *library_find(const char *name)
{
    for (const struct library_scene *scene = library_scenes; scene->name; scene++)
        if (strcmp(scene->name, name) == 0)
            return scene;
    return NULL;
}
