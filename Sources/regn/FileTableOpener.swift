import RegnData
import RegnSession

/// Stands in until the file formats land.
typealias FileTableOpener = NoFiles
