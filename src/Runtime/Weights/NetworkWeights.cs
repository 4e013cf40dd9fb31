namespace Fusion;

/// <summary>Makes weights for networks.</summary>
public static class NetworkWeights
{
    /// <summary>
    /// Weights for try-outs: He initialisation (normally distributed weights of deviation sqrt(2 / fan-in)), biases and means 0, scales and
    /// variances 1, PReLU slopes 0.25. The same numbers on every machine for the same seed.
    /// </summary>
    public static StateDict Initialize(NetworkInfo info, int seed) => throw new NotImplementedException();
}
