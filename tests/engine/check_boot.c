#include "play.h"
Suite *make_boot_suite(void)
{
    return suite_create("boot");
}
