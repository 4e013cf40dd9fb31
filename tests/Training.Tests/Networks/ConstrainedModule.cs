using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Fusion.Training.Tests.Networks;

/// <summary><see cref="Constrained"/> in TorchSharp, with projections by linear algebra.</summary>
internal sealed class ConstrainedModule : TorchNetwork
{
    private static readonly double[] s_slopes = [-1, 0, 1, -1, 0, 1, -1, 0, 1];

    private readonly TorchSharp.Modules.Conv2d conv1, smooth, rotate, grouped;
    private readonly TorchSharp.Modules.Linear linear;

    public ConstrainedModule() : base(nameof(Constrained))
    {
        conv1 = Conv2d(3, 6, 3, 2, 1);
        smooth = Conv2d(6, 6, 3, 1, 1, groups: 6);
        rotate = Conv2d(6, 6, 1);
        grouped = Conv2d(6, 8, 3, 1, 1, groups: 2);
        linear = Linear(8, 10);
        RegisterComponents();
    }

    public override IReadOnlyDictionary<string, torch.Tensor> Run(torch.Tensor images)
    {
        torch.Tensor x = smooth.call(functional.silu(conv1.call(images)));
        x = functional.silu(grouped.call(functional.silu(rotate.call(x))));
        return new Dictionary<string, torch.Tensor> { ["output"] = linear.call(x.mean([2, 3])) };
    }

    /// <summary>Brings all weights to what is declared of them.</summary>
    public void Project()
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        torch.Tensor Ones(int columns) => torch.ones(1, columns, torch.float64);
        Conserve(conv1.weight, Ones(27), torch.tensor(new[] { 0.5 }));
        Conserve(smooth.weight, torch.vstack([Ones(9), torch.tensor(s_slopes).unsqueeze(0)]), torch.tensor(new[] { 1.0, 0 }));
        Orthogonalize(rotate.weight, groups: 1);
        Orthogonalize(grouped.weight, groups: 2);
        Conserve(linear.weight, Ones(8), torch.tensor(new[] { 0.0 }));
    }

    private static void Conserve(torch.Tensor weight, torch.Tensor a, torch.Tensor c)
    {
        torch.Tensor w = weight.flatten(1);
        torch.Tensor missing = w.matmul(a.t()) - c;
        weight.copy_((w - missing.matmul(torch.linalg.inv(a.matmul(a.t()))).matmul(a)).reshape(weight.shape));
    }

    private static void Orthogonalize(torch.Tensor weight, int groups)
    {
        torch.Tensor[] parts = weight.flatten(1).chunk(groups, 0);
        var nearest = parts.Select(part =>
        {
            var (u, _, v) = torch.linalg.svd(part, fullMatrices: false);
            return u.matmul(v);
        });
        weight.copy_(torch.vstack([.. nearest]).reshape(weight.shape));
    }
}
