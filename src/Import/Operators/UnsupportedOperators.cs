namespace Fusion.Import.Operators;

/// <summary>Why operators that people ask about are not imported.</summary>
internal static class UnsupportedOperators
{
    private static readonly Dictionary<string, string> s_reasons = new(StringComparer.Ordinal);

    static UnsupportedOperators()
    {
        Add("it repeats a part of the model, how often is known at run time only", "Loop", "Scan");
        Add("which elements it takes, and how many, is known at run time only", "NonMaxSuppression", "NonZero", "Unique", "Compress");
        Add("its result are indices, which a network of floats has no operation for", "ArgMax", "ArgMin", "TopK", "OneHot");
        Add("where it reads or writes is computed, which is not supported", "GatherElements", "GatherND", "ScatterElements", "ScatterND",
            "Scatter", "GridSample", "RoiAlign", "MaxRoiPool", "MaxUnpool");
        Add("its result is random", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial");
        Add("a network takes and gives tensors of floats, and nothing else", "SequenceConstruct", "SequenceAt", "SequenceInsert",
            "SequenceEmpty", "SplitToSequence", "ConcatFromSequence", "Optional", "OptionalGetElement", "StringNormalizer",
            "TfIdfVectorizer");
        Add("arithmetic of quantised numbers is not supported; QuantizeLinear and DequantizeLinear around operators of floats are",
            "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger", "DynamicQuantizeLinear");
    }

    /// <summary>The reason, as a part of a sentence.</summary>
    public static string Reason(string name) => s_reasons.GetValueOrDefault(name, "the operator is not known");

    private static void Add(string reason, params string[] names)
    {
        foreach (string name in names) s_reasons.Add(name, reason);
    }
}
