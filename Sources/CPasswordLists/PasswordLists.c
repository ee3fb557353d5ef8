#include "CPasswordLists.h"

// Compiled into the program, since an installed one stands alone. SwiftPM's `embedInCode` took half a minute for each
// of the long lists in a release build; this takes none.
static const char guessed[] = {
#embed "guessed.txt"
};
static const char breached[] = {
#embed "breached.txt"
};
static const char common[] = {
#embed "common.txt"
};

struct password_list guessed_passwords(void) { return (struct password_list){guessed, sizeof guessed}; }

struct password_list breached_passwords(void) { return (struct password_list){breached, sizeof breached}; }

struct password_list common_passwords(void) { return (struct password_list){common, sizeof common}; }
