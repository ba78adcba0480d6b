import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Pictures as files of their own.
enum PictureFiles {
  /// Writes the first picture to a path that ends in `.svg`, and all of them into a folder
  /// otherwise, which is made where there is none.
  static func write(_ pictures: [(name: String, plot: any Plot)], to path: String) throws {
    guard path != "-", !path.hasSuffix(".svg") else {
      guard let first = pictures.first else {
        throw InputError(
          place: path, reason: "there is too little text for a picture", remedy: nil)
      }
      return try OutputFile.write(Array(first.plot.svg().utf8), to: path)
    }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw OutputError(place: path, number: errno)
    }
    for picture in pictures {
      try OutputFile.write(Array(picture.plot.svg().utf8), to: "\(path)/\(picture.name).svg")
    }
  }
}
