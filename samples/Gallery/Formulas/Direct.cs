namespace Fusion.Samples.Gallery;

/// <summary>The formulas of layers in double precision, written plainly: what networks are compared with.</summary>
internal static class Direct
{
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Relu(double x) => Math.Max(x, 0);

    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = values[i];
        return result;
    }

    /// <summary><c>W·x + b</c> at every position.</summary>
    /// <param name="weights">Has <c>name.weight</c>, and <c>name.bias</c> where there is one.</param>
    /// <param name="name">The layer's.</param>
    /// <param name="x">A row of channels for each position.</param>
    /// <param name="channels">How many they are.</param>
    public static double[] Linear(StateDict weights, string name, ReadOnlySpan<double> x, int channels)
    {
        WeightTensor weight = weights[name + ".weight"];
        bool hasBias = weights.TryGet(name + ".bias", out WeightTensor? bias);
        int outputs = weight.Dimensions[0], positions = x.Length / channels;
        var y = new double[positions * outputs];
        for (int p = 0; p < positions; p++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double sum = hasBias ? bias!.Values[o] : 0;
                for (int i = 0; i < channels; i++) sum += (double)weight.Values[o * channels + i] * x[p * channels + i];
                y[p * outputs + o] = sum;
            }
        }
        return y;
    }

    /// <summary>The mean of each channel over the positions.</summary>
    public static double[] Mean(ReadOnlySpan<double> x, int channels)
    {
        var mean = new double[channels];
        for (int i = 0; i < x.Length; i++) mean[i % channels] += x[i] * channels / x.Length;
        return mean;
    }

    /// <summary>The gate of a squeeze-and-excitation for what was squeezed: <c>σ(fc2(relu(fc1(s))))</c>.</summary>
    public static double[] Gate(StateDict weights, string name, ReadOnlySpan<double> squeezed)
    {
        double[] inner = Linear(weights, name + ".fc1", squeezed, squeezed.Length);
        double[] logits = Linear(weights, name + ".fc2", Array.ConvertAll(inner, Relu), inner.Length);
        return Array.ConvertAll(logits, Sigmoid);
    }

    /// <summary>Each channel times its gate.</summary>
    public static double[] Scale(ReadOnlySpan<double> x, ReadOnlySpan<double> gate)
    {
        var y = new double[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = x[i] * gate[i % gate.Length];
        return y;
    }

    /// <summary>How much stronger one is than the other: <c>10·log10</c>.</summary>
    public static double Decibels(double ratio) => 10 * Math.Log10(ratio);
}
