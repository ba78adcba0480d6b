// ProfileStore
