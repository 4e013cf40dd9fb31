namespace Fusion.Samples.Gallery;

/// <summary>Data from a seed: the same on every machine.</summary>
/// <param name="seed">The seed.</param>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>From 0 to 1.</summary>
    public double Uniform() => _random.NextDouble();

    /// <summary>From 0 to less than a number.</summary>
    public int Below(int count) => _random.Next(count);

    /// <summary>Normally distributed with variance 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Normally distributed numbers.</summary>
    public float[] Normals(int count, double deviation = 1)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)(deviation * Normal());
        return values;
    }
}
