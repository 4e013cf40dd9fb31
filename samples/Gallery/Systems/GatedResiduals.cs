namespace Fusion.Samples.Gallery;

/// <summary>Gates on the branch: <c>x + se(conv(x))</c>.</summary>
[Block]
public partial class GatedBranch
{
    [Conv("x.Channels", 1), SqueezeExcite(Reduction = 2)]   Layer branch;

    Tensor Forward(Tensor x) => x + branch(x);
}

/// <summary>Gates on the identity: <c>se(x) + conv(x)</c>.</summary>
[Block]
public partial class GatedIdentity
{
    [SqueezeExcite(Reduction = 2)]   Layer se;
    [Conv("x.Channels", 1)]          Layer branch;

    Tensor Forward(Tensor x) => se(x) + branch(x);
}

[FusedNetwork(2, 2, 8)]
public partial class BranchTower
{
    [Block<GatedBranch>(Repeat = 50)]   Layer blocks;
}

[FusedNetwork(2, 2, 8)]
public partial class IdentityTower
{
    [Block<GatedIdentity>(Repeat = 50)]   Layer blocks;
}

/// <summary>
/// Fifty residual blocks, each with a gate. On the branch it leaves the identity as it is, and the gradient arrives at the first block; on
/// the identity every gate takes its part of it (He et al., "Identity Mappings in Deep Residual Networks", arXiv 1603.05027).
/// </summary>
public static class GatedResiduals
{
    private const int Channels = 8, Values = 2 * 2 * Channels, Blocks = 50;

    public static Exhibit Exhibit { get; } = new(
        "residuals", "gates on the residual branch against gates on the identity: the gradient through 50 blocks",
        "∂(x + g·F)/∂x = 1 + …, so the gradient stays; ∂(g·x + F)/∂x = g + …, so it falls as the product of the gates, about ½⁵⁰", Show);

    private static void Show(Findings findings)
    {
        var chance = new Chance(10);
        float[] x = chance.Normals(Values), direction = chance.Normals(Values);
        StateDict onBranch = Small(NetworkWeights.Initialize(BranchTower.Description, seed: 1));
        StateDict onIdentity = Small(NetworkWeights.Initialize(IdentityTower.Description, seed: 1));
        float[] branched = new float[Values], scaled = new float[Values];
        using var branchTower = BranchTower.Load(onBranch);
        using var identityTower = IdentityTower.Load(onIdentity);
        branchTower.Run(x, branched);
        identityTower.Run(x, scaled);
        findings.Agree("fifty blocks with gates on the branch", Tower(onBranch, Direct.Doubles(x), isOnBranch: true), branched);
        findings.Agree("fifty blocks with gates on the identity", Tower(onIdentity, Direct.Doubles(x), isOnBranch: false), scaled, 1e-4);

        double length = Math.Sqrt(direction.Sum(value => (double)value * value));
        double kept = Norm(v => branchTower.Run(v, branched), branched, 1e-2),
        fallen = Norm(v => identityTower.Run(v, scaled), scaled, 1e-2);
        double keptByFormula = Exact(onBranch, isOnBranch: true), fallenByFormula = Exact(onIdentity, isOnBranch: false);
        findings.Agree("what is left of the gradient, gates on the branch", keptByFormula, kept, 0.02 * keptByFormula);
        findings.Agree("what is left of it, gates on the identity", fallenByFormula, fallen, 0.02 * fallenByFormula);
        findings.Agree("its part in each block", Math.Pow(fallenByFormula, 1.0 / Blocks), Math.Pow(fallen, 1.0 / Blocks), 1e-3);
        findings.Claim($"on the branch it is {Findings.Digits(kept / fallen)} times as long", kept is > 0.3 and < 3 && fallen < 1e-10);

        // The gradient of direction·y by central differences of the network, one input after the other.
        double Norm(Action<float[]> run, float[] result, double step)
        {
            double sum = 0;
            for (int i = 0; i < Values; i++)
            {
                float value = x[i];
                double above = At((float)(value + step)), below = At((float)(value - step)), apart = (float)(value + step)
                    - (double)(float)(value - step);
                x[i] = value;
                sum += Math.Pow((above - below) / apart, 2);

                double At(float moved)
                {
                    x[i] = moved;
                    run(x);
                    return result.Zip(direction, (a, b) => (double)a * b).Sum();
                }
            }
            return Math.Sqrt(sum) / length;
        }

        // The same of the formulas.
        double Exact(StateDict weights, bool isOnBranch)
        {
            const double Step = 1e-5;
            double[] values = Direct.Doubles(x);
            double sum = 0;
            for (int i = 0; i < Values; i++)
            {
                double value = values[i], above = At(value + Step), below = At(value - Step);
                values[i] = value;
                sum += Math.Pow((above - below) / (2 * Step), 2);

                double At(double moved)
                {
                    values[i] = moved;
                    return Tower(weights, values, isOnBranch).Zip(direction, (a, b) => a * b).Sum();
                }
            }
            return Math.Sqrt(sum) / length;
        }
    }

    /// <summary>Branches of small weights, as at the beginning of a training that starts near the identity.</summary>
    private static StateDict Small(StateDict weights)
    {
        var small = new StateDict();
        foreach (WeightTensor tensor in weights.Tensors)
            small.Add(tensor.Name, tensor.Dimensions, [.. tensor.Values.ToArray().Select(value => 0.03f * value)]);
        return small;
    }

    private static double[] Tower(StateDict weights, double[] x, bool isOnBranch)
    {
        string conv = isOnBranch ? "branch.0" : "branch", se = isOnBranch ? "branch.1" : "se";
        for (int block = 0; block < Blocks; block++)
        {
            double[] branch = Direct.Linear(weights, $"blocks.{block}.{conv}", x, Channels), gated = isOnBranch ? branch : x;
            double[] scaled = Direct.Scale(gated, Direct.Gate(weights, $"blocks.{block}.{se}", Direct.Mean(gated, Channels)));
            x = [.. scaled.Zip(isOnBranch ? x : branch, (a, b) => a + b)];
        }
        return x;
    }
}
