namespace Fusion.Tool.Models;

internal enum Outcome
{
    Passed,
    Failed,
    Unsupported,

    /// <summary>The results are not those that are expected, but ONNX Runtime's.</summary>
    Disputed,

    /// <summary>The model runs, but there is nothing to compare with.</summary>
    Unchecked,
}

/// <summary>What became of a case.</summary>
/// <param name="Error">The largest error, as a share of the largest expected number.</param>
/// <param name="Place">Where that is; empty where nothing was compared.</param>
/// <param name="Reason">What it was compared with, or why it was not.</param>
internal sealed record VerifiedCase(string Name, Outcome Outcome, double Error, string Place, string Reason)
{
    /// <summary>A mistake of Fusion's own: the other models are verified all the same.</summary>
    public static VerifiedCase Defect(string name, Exception exception) =>
        new(name, Outcome.Failed, 0, "", $"a defect of Fusion, please report it: {exception.GetType().Name}, {exception.Message}");
}

/// <summary>A case that was imported, and is compiled together with others.</summary>
/// <param name="Model">The file, as it was read.</param>
/// <param name="Constants">Inputs that are constants in the network.</param>
/// <param name="Set">Inputs and expected results; null where there are none.</param>
internal sealed record ImportedCase(string Name, string File, Import.Protocol.ModelFile Model, ImportedNetwork Network,
    IReadOnlyDictionary<string, Import.Fold.ConstantTensor> Constants, Import.Cases.DataSet? Set);
