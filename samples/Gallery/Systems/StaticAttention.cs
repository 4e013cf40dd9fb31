using MathNet.Numerics.LinearAlgebra;

namespace Fusion.Samples.Gallery;

/// <summary>Attention without a softmax, whose keys and values are learned and the same for every input.</summary>
[FusedNetwork(64, 16)]
public partial class StaticAttentionMap
{
    [Parameter(24, 16)]           Tensor keys;
    [Parameter(24, 16)]           Tensor values;
    [Linear(16, Bias = false)]    Layer query;

    Tensor Forward(Tensor tokens) => MatMul(MatMul(query(tokens), keys, transposeB: true), values);
}

/// <summary>The 1×1 convolution that is the same.</summary>
[FusedNetwork(64, 16)]
public partial class AttentionAsConvolution
{
    [Conv(16, 1, Bias = false)]   Layer mix;
}

/// <summary>Keys and values of the tokens themselves, every query against every key.</summary>
[FusedNetwork(64, 16)]
public partial class QuadraticAttention
{
    [Linear(16, Bias = false)]   Layer query;
    [Linear(16, Bias = false)]   Layer key;
    [Linear(16, Bias = false)]   Layer value;

    Tensor Forward(Tensor tokens) => MatMul(MatMul(query(tokens), key(tokens), transposeB: true), value(tokens));
}

/// <summary>The same, keys with values first.</summary>
[FusedNetwork(64, 16)]
public partial class LinearAttention
{
    [Linear(16, Bias = false)]   Layer query;
    [Linear(16, Bias = false)]   Layer key;
    [Linear(16, Bias = false)]   Layer value;

    Tensor Forward(Tensor tokens) => MatMul(query(tokens), MatMul(key(tokens), value(tokens), transposeA: true));
}

/// <summary>
/// Without a softmax the product of keys and values can be made first (Katharopoulos et al., "Transformers are RNNs", arXiv 2006.16236).
/// Where both are fixed it is a matrix, and attention a 1×1 convolution.
/// </summary>
public static class StaticAttention
{
    private const int Tokens = 64, Width = 16, Slots = 24;

    public static Exhibit Exhibit { get; } = new(
        "attention", "linear attention to learned keys and values is a 1x1 convolution",
        "(Q·Kᵀ)·V = Q·(Kᵀ·V): N²·d becomes N·d², and with fixed K and V a 1x1 convolution of W = Vᵀ·K·Wq", Show);

    private static void Show(Findings findings)
    {
        float[] tokens = new Chance(13).Normals(Tokens * Width);
        StateDict weights = NetworkWeights.Initialize(StaticAttentionMap.Description, seed: 1);
        Matrix<double> x = Rows(tokens, Width), keys = Rows(weights["keys"].Values, Width), values = Rows(weights["values"].Values, Width);
        Matrix<double> query = Rows(weights["query.weight"].Values, Width);
        Matrix<double> mix = values.Transpose() * keys * query;
        double[] expected = (x * mix.Transpose()).ToRowMajorArray();

        float[] attended = new float[tokens.Length], mixed = new float[tokens.Length];
        using (StaticAttentionMap network = StaticAttentionMap.Load(weights)) network.Run(tokens, attended);
        var folded = new StateDict();
        folded.Add("mix.weight", [Width, Width, 1], [.. mix.ToRowMajorArray().Select(value => (float)value)]);
        using (AttentionAsConvolution network = AttentionAsConvolution.Load(folded)) network.Run(tokens, mixed);
        findings.Agree("attention to fixed keys and values", expected, attended);
        findings.Agree("the 1x1 convolution of Vᵀ·K·Wq", expected, mixed);
        findings.Claim(
            $"multiply-adds: {Text.Count(StaticAttentionMap.MultiplyAdds)} with keys and values, " +
            $"{Text.Count(AttentionAsConvolution.MultiplyAdds)} "
            + "as a convolution", AttentionAsConvolution.MultiplyAdds == Tokens * Width * Width);
        Associate(findings, tokens, x);
    }

    private static void Associate(Findings findings, float[] tokens, Matrix<double> x)
    {
        StateDict weights = NetworkWeights.Initialize(LinearAttention.Description, seed: 2);
        Matrix<double> q = Of("query"), k = Of("key"), v = Of("value");
        float[] quadratic = new float[tokens.Length], linear = new float[tokens.Length];
        using (QuadraticAttention network = QuadraticAttention.Load(weights)) network.Run(tokens, quadratic);
        using (LinearAttention network = LinearAttention.Load(weights)) network.Run(tokens, linear);
        findings.Agree("(Q·Kᵀ)·V", (q * k.Transpose() * v).ToRowMajorArray(), quadratic);
        findings.Agree("Q·(Kᵀ·V)", (q * k.Transpose() * v).ToRowMajorArray(), linear);
        Count("multiply-adds of queries with keys first, 3·N·d² + 2·N²·d", 3 * Tokens * Width * Width + 2 * Tokens * Tokens * Width,
            QuadraticAttention.MultiplyAdds);
        Count("of keys with values first, 5·N·d²", 5 * Tokens * Width * Width, LinearAttention.MultiplyAdds);

        Matrix<double> Of(string name) => x * Rows(weights[name + ".weight"].Values, Width).Transpose();

        void Count(string what, long formula, long stated) =>
            findings.Claim($"{what}: {Text.Count(formula)} by the formula, {Text.Count(stated)} as stated", formula == stated);
    }

    private static Matrix<double> Rows(ReadOnlySpan<float> values, int width)
    {
        double[] all = Direct.Doubles(values);
        return Matrix<double>.Build.Dense(all.Length / width, width, (row, column) => all[row * width + column]);
    }
}
