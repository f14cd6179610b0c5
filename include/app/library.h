#ifndef APP_LIBRARY_H
#define APP_LIBRARY_H

/*
 * The scenes that are compiled into the program: the files of scenes/, in the order of
 * their names.
 */
struct library_scene {
    const char *name; /* the file's name without .scene; NULL ends the table */
    const char *text;
};

extern const struct library_scene library_scenes[];

/* The scene of this name, or NULL. */
const struct library_scene *library_find(const char *name);

#endif
