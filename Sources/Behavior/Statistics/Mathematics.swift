#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The natural logarithm.
func naturalLogarithm(_ value: Double) -> Double { log(value) }

/// The logarithm to base 2.
func binaryLogarithm(_ value: Double) -> Double { log2(value) }

/// The angle of a vector, from −π to π.
func angle(x: Double, y: Double) -> Double { atan2(y, x) }

/// The length of a vector.
func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }

/// Pearson's correlation of pairs; nil under `least` of them, or when either side does not vary.
func correlation(_ x: [Double], _ y: [Double], least: Int) -> Double? {
    guard x.count == y.count, x.count >= max(least, 2) else { return nil }
    let count = Double(x.count)
    let meanX = x.reduce(0, +) / count
    let meanY = y.reduce(0, +) / count
    var squaresX = 0.0
    var squaresY = 0.0
    var products = 0.0
    for index in x.indices {
        squaresX += (x[index] - meanX) * (x[index] - meanX)
        squaresY += (y[index] - meanY) * (y[index] - meanY)
        products += (x[index] - meanX) * (y[index] - meanY)
    }
    guard squaresX > 1e-9, squaresY > 1e-9 else { return nil }
    return products / (squaresX * squaresY).squareRoot()
}

/// The greatest share of values that lie within a window of the given width; nil under `least` values.
func densestShare(_ values: [Double], within width: Double, least: Int) -> Double? {
    guard values.count >= max(least, 1) else { return nil }
    let sorted = values.sorted()
    var first = 0
    var most = 0
    for last in sorted.indices {
        while sorted[last] - sorted[first] > width { first += 1 }
        most = max(most, last - first + 1)
    }
    return Double(most) / Double(sorted.count)
}

/// How many maxima stand out from the valleys beside them by a prominence, in a row of values that begins in a valley of 0.
func summits(of values: [Double], prominence: Double) -> Int {
    var count = 0
    var rising = true
    var valley = 0.0
    var summit = 0.0
    for value in values {
        if rising {
            summit = max(summit, value)
            if summit - value >= prominence {
                count += 1
                rising = false
                valley = value
            }
        } else {
            valley = min(valley, value)
            if value - valley >= prominence {
                rising = true
                summit = value
            }
        }
    }
    return rising && summit - valley >= prominence ? count + 1 : count
}
