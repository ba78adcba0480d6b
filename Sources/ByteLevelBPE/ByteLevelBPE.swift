// ByteLevelBPE
