void regn_Dataset_placeholder(void) {}
