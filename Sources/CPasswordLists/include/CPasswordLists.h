/// Lists of passwords inside the program, one to a line, in lower case and without spaces.

#include <stddef.h>

struct password_list {
    const char *bytes;
    size_t count;
};

/// Long ones that anybody would try first, written down by hand: the alphabet, rows of the keyboard, numbers, famous
/// sentences, football clubs, words of the profession.
struct password_list guessed_passwords(void);

/// Ten thousand of 15 characters or more out of breaches.
struct password_list breached_passwords(void);

/// The most common ones, of 4 to 16 characters.
struct password_list common_passwords(void);
