/* gradscape: a laboratory for gradient descent in a terminal. */
int main(void)
{
    return 0;
}
