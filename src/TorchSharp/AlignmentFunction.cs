using TorchSharp;

namespace Fusion.Training;

/// <summary>The autograd function of an alignment: the gradients are there with the loss, so that going back only multiplies
/// them.</summary>
internal sealed class AlignmentFunction : torch.autograd.SingleTensorFunction<AlignmentFunction>
{
    private const string Wanted = "wanted";

    public override string Name => nameof(AlignmentFunction);

    /// <param name="ctx">Keeps the gradients.</param>
    /// <param name="vars">The module, whether the teacher's gradient is wanted, both features, the parameters.</param>
    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var module = (AlignmentModule)vars[0];
        (float loss, torch.Tensor?[] gradients) = module.Differentiate((torch.Tensor)vars[2], (torch.Tensor)vars[3], (bool)vars[1]);
        ctx.save_for_backward([.. gradients.OfType<torch.Tensor>()]);
        ctx.save_data(Wanted, Array.ConvertAll(gradients, gradient => gradient is not null));
        return torch.tensor(loss);
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        List<torch.Tensor> saved = ctx.get_saved_variables();
        var wanted = (bool[])ctx.get_data(Wanted);
        // Of the module and of what is wanted there is none.
        var gradients = new List<torch.Tensor> { null!, null! };
        int next = 0;
        foreach (bool isWanted in wanted) gradients.Add(isWanted ? saved[next++] * grad_output : null!);
        return gradients;
    }
}
