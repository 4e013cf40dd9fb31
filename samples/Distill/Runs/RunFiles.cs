namespace Fusion.Samples.Distill.Runs;

/// <summary>The files of one training.</summary>
internal sealed class RunFiles(string folder, string name)
{
    /// <summary>Where a killed training goes on.</summary>
    public string Checkpoint { get; } = Path.Combine(folder, name + ".checkpoint.safetensors");

    /// <summary>Its epochs.</summary>
    public string History { get; } = Path.Combine(folder, name + ".csv");

    /// <summary>What was learnt: there when the training has ended.</summary>
    public string Weights { get; } = Path.Combine(folder, name + ".safetensors");
}
