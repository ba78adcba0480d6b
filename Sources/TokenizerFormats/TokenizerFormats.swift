// TokenizerFormats
