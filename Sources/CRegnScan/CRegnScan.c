void regn_Scan_placeholder(void) {}
