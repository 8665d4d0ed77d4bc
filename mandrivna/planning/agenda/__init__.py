"""«Мої строки»: which rows of a plan are mine or my department's, and when each of them falls due."""
