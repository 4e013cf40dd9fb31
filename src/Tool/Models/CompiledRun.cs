namespace Fusion.Tool.Models;

/// <summary>A network that is loaded, with its inputs in place: it can be run again and again.</summary>
internal sealed class CompiledRun(Network network, Action run, Func<float[][]> results) : IDisposable
{
    public void Run() => run();

    /// <summary>The results of the last run, as the model has them.</summary>
    public float[][] Results() => results();

    public void Dispose() => network.Dispose();
}
