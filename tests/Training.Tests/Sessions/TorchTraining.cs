using Fusion.Training.Tests.Torch;
using TorchSharp;
using static TorchSharp.torch;


namespace Fusion.Training.Tests.Sessions;

/// <summary>The same training by TorchSharp, in double precision on one thread.</summary>
internal sealed class TorchTraining
{
    private readonly TorchNetwork _module;
    private readonly optim.Optimizer _optimizer;
    private readonly double _clip;

    private TorchTraining(TorchNetwork module, optim.Optimizer optimizer, double clip)
    {
        _module = module;
        _optimizer = optimizer;
        _clip = clip;
    }

    public static TorchTraining Start(
        TorchNetwork module, StateDict weights, Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> optimizer, double clip = 0)
    {
        set_num_threads(1);
        module.to(ScalarType.Float64);
        TorchWeights.Load(module, weights.Tensors.ToDictionary(
            tensor => tensor.Name, tensor => Array.ConvertAll(tensor.Values.ToArray(), value => (double)value)));
        module.train();
        return new TorchTraining(module, optimizer(module.parameters().Where(parameter => parameter.requires_grad)), clip);
    }

    public double Step(float[] images, Func<torch.Tensor, torch.Tensor> loss) => StepOf(images, results => loss(results["output"]));

    /// <param name="loss">Of all that the module shows of itself.</param>
    public double StepOf(float[] images, Func<IReadOnlyDictionary<string, torch.Tensor>, torch.Tensor> loss)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        torch.Tensor value = loss(_module.Run(Images(images)));
        value.backward();
        if (_clip > 0) nn.utils.clip_grad_norm_(_module.parameters().Where(parameter => parameter.requires_grad), _clip);
        _optimizer.step();
        return value.item<double>();
    }

    /// <summary>The loss without a step, of the network as it runs.</summary>
    public double Evaluate(float[] images, Func<torch.Tensor, torch.Tensor> loss)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _module.eval();
        double value = loss(_module.Run(Images(images))["output"]).item<double>();
        _module.train();
        return value;
    }

    /// <summary>Pictures of 16 × 16 × 3, channels first.</summary>
    public static torch.Tensor Images(float[] images) => TorchLayout.ToTensor(
        Array.ConvertAll(images, value => (double)value), Shape.Of(images.Length / (16 * 16 * 3), 16, 16, 3), ScalarType.Float64);

    public static torch.Tensor CrossEntropy(torch.Tensor logits, int[] labels, double smoothing = 0) => nn.functional.cross_entropy(
        logits, tensor(Array.ConvertAll(labels, label => (long)label)), label_smoothing: smoothing);

    /// <summary>The divergence of softened classes from a teacher's, times the temperature's square.</summary>
    public static torch.Tensor SoftLabels(torch.Tensor logits, float[] teacher, double temperature)
    {
        torch.Tensor soft = tensor(Array.ConvertAll(teacher, value => (double)value)).reshape(logits.shape) / temperature;
        return nn.functional.kl_div(
            nn.functional.log_softmax(logits / temperature, 1), nn.functional.softmax(soft, 1), log_target: false,
            reduction: nn.Reduction.Sum)
            * (temperature * temperature / logits.shape[0]);
    }

    /// <summary>The rate of the next steps.</summary>
    public double LearningRate { set => _optimizer.ParamGroups.First().LearningRate = value; }

    /// <summary>The gradients of the first step, which are what momentum has become then, but for the decay of weights.</summary>
    /// <param name="found">A checkpoint behind the step.</param>
    /// <param name="before">The weights before it.</param>
    public void AssertGradients(StateDict found, StateDict before, double decay, double tolerance)
    {
        var expected = _module.named_parameters().Where(pair => pair.parameter.grad is not null)
            .ToDictionary(pair => pair.name, pair => pair.parameter.grad!.flatten().data<double>().ToArray());
        double greatest = expected.Values.Max(values => values.Max(Math.Abs));
        foreach (var (name, values) in expected)
        {
            float[] momentum = found["optimizer.momentum." + name].Values.ToArray(), weights = before[name].Values.ToArray();
            double own = values.Max(Math.Abs);
            // What is zero but for rounding is measured by the greatest of all.
            double allowed = tolerance * (own > 1e-6 * greatest ? own : greatest);
            for (int i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(momentum[i] - decay * weights[i] - values[i]) <= allowed,
                    $"{name}[{i}]: the gradient is {momentum[i] - decay * weights[i]:E4} instead of {values[i]:E4}.");
        }
    }

    /// <summary>Weights and running statistics, relatively to the greatest of each tensor.</summary>
    public void AssertClose(StateDict found, double tolerance)
    {
        var expected = _module.named_parameters().Select(pair => (pair.name, (torch.Tensor)pair.parameter))
            .Concat(TorchWeights.Buffers(_module));
        foreach (var (name, tensor) in expected)
        {
            double[] values = tensor.detach().flatten().data<double>().ToArray();
            float[] own = found[name].Values.ToArray();
            double greatest = values.Max(Math.Abs), error = values.Zip(own, (left, right) => Math.Abs(left - right)).Max();
            Assert.True(error <= tolerance * Math.Max(greatest, 1e-3), $"{name}: off by {error:E2}, the greatest is {greatest:E2}.");
        }
    }
}
