using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Fusion.Training;

/// <summary>What marks a <c>.safetensors</c> file as the checkpoint of a training.</summary>
internal static class Checkpoint
{
    private const string Training = WeightsCheck.TrainingMark;
    private const string Declaration = "fusion.declaration";
    private const string Fingerprint = "fusion.fingerprint";
    private const string Steps = "fusion.steps";
    private const string Seed = "fusion.seed";
    private const string Connectors = "fusion.connectors";
    private const string Sum = "fusion.sha256";

    /// <summary>More steps than any training makes.</summary>
    private const long MostSteps = 1L << 52;

    public static void Mark(StateDict state, string name, TrainingInfo training, long steps, int seed)
    {
        state.Metadata[Training] = name;
        state.Metadata[Declaration] = training.Declaration;
        state.Metadata[Fingerprint] = training.Fingerprint;
        state.Metadata[Steps] = steps.ToString(CultureInfo.InvariantCulture);
        state.Metadata[Seed] = seed.ToString(CultureInfo.InvariantCulture);
        if (training.Connectors.Count > 0) state.Metadata[Connectors] = string.Join(',', training.Connectors);
        state.Metadata[Sum] = SumOf(state, state.Metadata[Steps], state.Metadata[Seed]);
    }

    /// <summary>The paths of connectors that a checkpoint has; none where the weights are of no checkpoint.</summary>
    public static string[] ConnectorsOf(StateDict state) =>
        state.Metadata.TryGetValue(Training, out _) && state.Metadata.TryGetValue(Connectors, out string? paths) ? paths.Split(',') : [];

    /// <exception cref="WeightsException">It is no checkpoint, or one of another training.</exception>
    public static (long Steps, int Seed) Read(StateDict state, NetworkInfo info, TrainingInfo training, string path)
    {
        string name = info.Name;
        if (!state.Metadata.TryGetValue(Training, out string? found) || !state.Metadata.TryGetValue(Steps, out string? steps)
            || !state.Metadata.TryGetValue(Seed, out string? seed))
            throw new WeightsException(
                $"{path}: no checkpoint was found, but a file without its marks; one that {name}.SaveCheckpoint wrote was expected. "
                + "Weights alone are what Start takes.");
        if (found != name)
            throw new WeightsException(
                $"{path}: a checkpoint of {found} was found; one of {name} was expected. {Instead(state, info, training)}");
        CheckDeclaration(state, info, training, path);
        if (!long.TryParse(steps, NumberStyles.None, CultureInfo.InvariantCulture, out long count) || count > MostSteps)
            throw new WeightsException($"{path}: '{steps}' was found as the number of steps; a whole number was expected.");
        if (!int.TryParse(seed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int randomSeed))
            throw new WeightsException($"{path}: '{seed}' was found as the seed; a whole number was expected.");
        string? sum = state.Metadata.TryGetValue(Sum, out string? marked) ? marked : null;
        string own = SumOf(state, steps, seed);
        if (sum != own)
            throw new WeightsException($"{path}: the values are not those that were saved, or the number of steps or the seed is not: "
                + $"their SHA-256 is {own}; {sum ?? "none"} was marked.");
        return (count, randomSeed);
    }

    private static void CheckDeclaration(StateDict state, NetworkInfo info, TrainingInfo training, string path)
    {
        string name = info.Name;
        if (!state.Metadata.TryGetValue(Fingerprint, out string? fingerprint))
            throw new WeightsException(
                $"{path}: the checkpoint is from an earlier version of Fusion, and does not say how {name} was declared; one that does was "
                + $"expected. {Instead(state, info, training)}");
        if (fingerprint == training.Fingerprint) return;
        string declared = state.Metadata.TryGetValue(Declaration, out string? text) ? text : "";
        string difference = declared == training.Declaration
            ? "the network, frozen layers or momentum of statistics are others"
            : $"it was '{declared}'; '{training.Declaration}' was expected";
        throw new WeightsException(
            $"{path}: the checkpoint is of another declaration of {name}, which would go on in another way: {difference}. "
            + Instead(state, info, training));
    }

    /// <summary>What its weights are still good for.</summary>
    private static string Instead(StateDict state, NetworkInfo info, TrainingInfo training)
    {
        StateDict weights = TrainingState.From(info, state, seed: 0, training).Tensors;
        if (Problem(info, weights, isStrict: true) is null)
            return $"Its weights are what {info.Name}.Start takes, for a training that begins with them: StateDict.Load.";
        if (Problem(info, weights, isStrict: false) is { } problem)
            return $"Nor do its weights fit, with which {info.Name}.Start would begin a training: {problem}";
        return $"Its weights are what {info.Name}.Start takes with new NetworkOptions {{ Strict = false }}, for a training that begins "
            + "with those of them that it has: StateDict.Load.";
    }

    /// <summary>The first reason why weights do not fit; null where they do.</summary>
    private static string? Problem(NetworkInfo info, StateDict weights, bool isStrict)
    {
        try
        {
            WeightsCheck.Check(info, weights, new NetworkOptions { Strict = isStrict });
            return null;
        }
        catch (WeightsException exception)
        {
            return exception.Problems[0];
        }
    }

    /// <summary>The SHA-256 of all values in their order, with the tensors' names, and of what is counted beside them.</summary>
    private static string SumOf(StateDict state, string steps, string seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (WeightTensor tensor in state.Tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(tensor.Name + "\n"));
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values));
        }
        hash.AppendData(Encoding.UTF8.GetBytes($"{steps}\n{seed}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
