using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fusion;

/// <summary>Whether a state dict is what a network needs.</summary>
internal static class WeightsCheck
{
    /// <summary>PyTorch's count of training steps, which inference has no use for.</summary>
    private const string Ignored = "num_batches_tracked";

    /// <summary>What marks a file as the checkpoint of a training, with the training's name.</summary>
    internal const string TrainingMark = "fusion.training";

    /// <exception cref="WeightsException">It is not; every problem is listed.</exception>
    public static void Check(NetworkInfo info, StateDict weights, NetworkOptions options)
    {
        var problems = new List<string>();
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (ParameterInfo parameter in info.Parameters)
        {
            expected.Add(parameter.Name);
            if (!weights.TryGet(parameter.Name, out WeightTensor? tensor))
                problems.Add($"{parameter.Name}: missing; {Shapes.Describe(parameter.Dimensions)} was expected.");
            else if (Problem(parameter, tensor, options.AllowNonFinite) is { } problem)
                problems.Add($"{parameter.Name}: {problem}");
        }
        for (int i = 0; options.Strict && i < weights.Tensors.Count; i++)
        {
            WeightTensor tensor = weights.Tensors[i];
            if (!expected.Contains(tensor.Name) && !IsIgnored(tensor.Name))
                problems.Add(
                    $"{tensor.Name}: unexpected; {tensor.DataType} {Shapes.Describe(tensor.Dimensions)} was found, and {info.Name} has " +
                    "no such tensor.");
        }
        if (problems.Count != 0 && weights.Metadata.TryGetValue(TrainingMark, out string? training))
            throw new WeightsException(
                $"The weights do not fit {info.Name}: a checkpoint of the training {training} was found, with all that the training keeps; "
                + $"weights alone were expected, as {training}.Save writes them. {training}.Resume goes on from the checkpoint, and "
                + $"{training}.Start begins with its weights.");
        if (problems.Count != 0)
            throw new WeightsException(
                $"The weights do not fit {info.Name}: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}.", problems);
    }

    private static bool IsIgnored(string name) => name == Ignored || name.EndsWith("." + Ignored, StringComparison.Ordinal);

    private static string? Problem(ParameterInfo parameter, WeightTensor tensor, bool allowNonFinite)
    {
        if (!tensor.IsFloat) return $"values of type {tensor.DataType} were found; F32, F16 or BF16 was expected.";
        if (!Shapes.Fit(parameter.Dimensions, tensor.Dimensions))
            return $"shape {Shapes.Describe(tensor.Dimensions)} was found; {Shapes.Describe(parameter.Dimensions)} was expected.";
        if (allowNonFinite) return null;
        ReadOnlySpan<float> values = tensor.Values;
        int index = IndexOfNonFinite(values);
        if (index >= 0)
            return string.Create(CultureInfo.InvariantCulture,
                $"{values[index]} was found at index {index} of {values.Length}; a finite number was expected " +
                $"(the option AllowNonFinite permits others).");
        if (parameter.Kind != ParameterKind.RunningVariance) return null;
        for (index = 0; index < values.Length; index++)
            if (values[index] < 0)
                return FormattableString.Invariant($"the variance {values[index]} was found at index {index}; none below 0 was expected.");
        return null;
    }

    // Runs for a whole file once: there is no later call to be fast for. Plain words, because generic vectors take longer to compile than
    // they save.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        const uint Infinity = 0x7F800000;
        const ulong Exponents = (ulong)Infinity << 32 | Infinity, Lowest = 0x00800000_00800000, Signs = 0x80000000_80000000;
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        ReadOnlySpan<ulong> pairs = MemoryMarshal.Cast<float, ulong>(values);
        int i = 0;
        // An exponent of ones, and no other, carries into the bit of the sign.
        for (; i + 4 <= pairs.Length; i += 4)
        {
            ulong carries = ((pairs[i] & Exponents) + Lowest) | ((pairs[i + 1] & Exponents) + Lowest)
                | ((pairs[i + 2] & Exponents) + Lowest) | ((pairs[i + 3] & Exponents) + Lowest);
            if ((carries & Signs) != 0) break;
        }
        for (i *= 2; i < bits.Length; i++)
            if ((bits[i] & Infinity) == Infinity) return i;
        return -1;
    }
}
