print("regn")
