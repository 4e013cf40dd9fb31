namespace Fusion;

/// <summary>
/// Normally distributed numbers that are the same on every machine: integer arithmetic, and of floating point only what IEEE 754 rounds
/// exactly (+ − * / and the square root), because the logarithm of the C library differs from one platform to the next.
/// </summary>
internal struct RandomNormal
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;
    private double _spare;
    private bool _hasSpare;

    /// <param name="seed">Different seeds give independent sequences.</param>
    public RandomNormal(ulong seed) => _state = Mix(seed + Golden);

    /// <summary>A seed from a number and a name.</summary>
    public static ulong Seed(ulong number, string name)
    {
        ulong hash = 14695981039346656037; // FNV-1a
        foreach (char c in name) hash = (hash ^ c) * 1099511628211;
        return Mix(hash ^ Mix(number + Golden));
    }

    /// <summary>Marsaglia's polar method.</summary>
    public double Next()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }
        double x, y, square;
        do
        {
            x = Uniform();
            y = Uniform();
            square = x * x + y * y;
        }
        while (square >= 1 || square == 0);
        double factor = Math.Sqrt(-2 * Log(square) / square);
        _spare = y * factor;
        _hasSpare = true;
        return x * factor;
    }

    /// <summary>The natural logarithm of a positive, normal number.</summary>
    internal static double Log(double value)
    {
        const double SquareRootOfTwo = 1.4142135623730951;
        const double LogOfTwo = 0.69314718055994531;
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble(bits & 0x000FFFFFFFFFFFFF | 0x3FF0000000000000);
        if (mantissa > SquareRootOfTwo)
        {
            mantissa /= 2;
            exponent++;
        }
        // log m = 2 artanh((m − 1) / (m + 1)), with an argument below 0.172.
        double t = (mantissa - 1) / (mantissa + 1);
        double square = t * t;
        double sum = 0;
        for (int power = 21; power >= 1; power -= 2) sum = sum * square + 1.0 / power;
        return exponent * LogOfTwo + 2 * t * sum;
    }

    /// <summary>In (−1, 1), a multiple of 2^−52.</summary>
    private double Uniform()
    {
        _state += Golden;
        return ((long)Mix(_state) >> 11) * (1.0 / (1L << 52));
    }

    /// <summary>The finaliser of SplitMix64.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
