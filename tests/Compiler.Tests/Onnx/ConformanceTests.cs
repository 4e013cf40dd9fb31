using Fusion.Compiler.Reference;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Onnx;

/// <summary>The reference interpreter on the published conformance cases of the ONNX operators that it has.</summary>
public class ConformanceTests
{
    [DataTheory("onnx-node")]
    [InlineData("onnx-node/test_averagepool_2d_ceil")]
    [InlineData("onnx-node/test_averagepool_2d_ceil_last_window_starts_on_pad")]
    [InlineData("onnx-node/test_averagepool_2d_default")]
    [InlineData("onnx-node/test_averagepool_2d_dilations")]
    [InlineData("onnx-node/test_averagepool_2d_pads")]
    [InlineData("onnx-node/test_averagepool_2d_pads_count_include_pad")]
    [InlineData("onnx-node/test_averagepool_2d_precomputed_pads")]
    [InlineData("onnx-node/test_averagepool_2d_precomputed_pads_count_include_pad")]
    [InlineData("onnx-node/test_averagepool_2d_strides")]
    [InlineData("onnx-node/test_basic_conv_without_padding")]
    [InlineData("onnx-node/test_constant_pad")]
    [InlineData("onnx-node/test_conv_with_strides_no_padding")]
    [InlineData("onnx-node/test_conv_with_strides_padding")]
    [InlineData("onnx-node/test_convtranspose")]
    [InlineData("onnx-node/test_convtranspose_dilations")]
    [InlineData("onnx-node/test_convtranspose_group_2")]
    [InlineData("onnx-node/test_convtranspose_group_2_image_3")]
    [InlineData("onnx-pytorch-converted/test_Conv2d")]
    [InlineData("onnx-pytorch-converted/test_Conv2d_depthwise")]
    [InlineData("onnx-pytorch-converted/test_Conv2d_groups")]
    [InlineData("onnx-pytorch-converted/test_Conv2d_groups_thnn")]
    [InlineData("onnx-pytorch-converted/test_Conv2d_padding")]
    [InlineData("onnx-pytorch-converted/test_Conv2d_strided")]
    [InlineData("onnx-pytorch-converted/test_Linear")]
    [InlineData("onnx-pytorch-converted/test_AvgPool2d_stride")]
    [InlineData("onnx-node/test_batchnorm_example")]
    [InlineData("onnx-node-old/v1.10.2/test_batchnorm_example")]
    [InlineData("onnx-node-old/v1.8.1/test_batchnorm_example")]
    [InlineData("onnx-node/test_concat_2d_axis_1")]
    [InlineData("onnx-node/test_concat_3d_axis_negative_2")]
    [InlineData("onnx-node/test_depthtospace_crd_mode_example")]
    [InlineData("onnx-node/test_dropout_default_old")]
    [InlineData("onnx-node/test_elu_default")]
    [InlineData("onnx-pytorch-converted/test_ELU")]
    [InlineData("onnx-node/test_flatten_default_axis")]
    [InlineData("onnx-node/test_gelu_default_1")]
    [InlineData("onnx-node/test_gelu_default_2")]
    [InlineData("onnx-node/test_gelu_tanh_1")]
    [InlineData("onnx-node/test_globalaveragepool")]
    [InlineData("onnx-node/test_globalmaxpool")]
    [InlineData("onnx-node/test_group_normalization_epsilon")]
    [InlineData("onnx-node/test_group_normalization_example")]
    [InlineData("onnx-node/test_instancenorm_epsilon")]
    [InlineData("onnx-node/test_instancenorm_example")]
    [InlineData("onnx-node/test_hardsigmoid")]
    [InlineData("onnx-node/test_hardsigmoid_default")]
    [InlineData("onnx-node/test_hardswish")]
    [InlineData("onnx-node/test_leakyrelu")]
    [InlineData("onnx-pytorch-converted/test_LeakyReLU")]
    [InlineData("onnx-node/test_lrn")]
    [InlineData("onnx-node/test_lrn_default")]
    [InlineData("onnx-node/test_maxpool_2d_ceil")]
    [InlineData("onnx-node/test_maxpool_2d_default")]
    [InlineData("onnx-node/test_maxpool_2d_dilations")]
    [InlineData("onnx-node/test_maxpool_2d_pads")]
    [InlineData("onnx-node/test_maxpool_2d_strides")]
    [InlineData("onnx-node/test_mul")]
    [InlineData("onnx-node/test_mul_example")]
    [InlineData("onnx-node/test_sum_two_inputs")]
    [InlineData("onnx-pytorch-converted/test_PReLU_1d")]
    [InlineData("onnx-pytorch-converted/test_PReLU_1d_multiparam")]
    [InlineData("onnx-pytorch-converted/test_PReLU_2d")]
    [InlineData("onnx-node/test_relu")]
    [InlineData("onnx-pytorch-converted/test_ReLU")]
    [InlineData("onnx-node/test_resize_upsample_scales_cubic_align_corners")]
    [InlineData("onnx-node/test_resize_upsample_sizes_cubic")]
    [InlineData("onnx-node/test_resize_upsample_scales_linear")]
    [InlineData("onnx-node/test_resize_upsample_scales_nearest")]
    [InlineData("onnx-node-old/v1.3.0/test_upsample_nearest")]
    [InlineData("onnx-node/test_sigmoid")]
    [InlineData("onnx-node/test_sigmoid_example")]
    [InlineData("onnx-node/test_softmax_axis_1")]
    [InlineData("onnx-node/test_softmax_example")]
    [InlineData("onnx-pytorch-converted/test_softmax_lastdim")]
    [InlineData("onnx-node/test_spacetodepth")]
    [InlineData("onnx-node/test_spacetodepth_example")]
    [InlineData("onnx-node/test_split_equal_parts_2d")]
    [InlineData("onnx-node/test_split_equal_parts_2d_opset13")]
    [InlineData("onnx-node/test_split_variable_parts_2d_opset18")]
    [InlineData("onnx-node/test_swish")]
    [InlineData("onnx-node/test_tanh_example")]
    public void The_reference_reproduces(string path)
    {
        var node = new OnnxNodeCase(path);
        // The expected values of this one were written down with four digits.
        double tolerance = path.EndsWith("_last_window_starts_on_pad", StringComparison.Ordinal) ? 5e-4 : 2e-6;
        var (kind, arguments, parameters) = Translate(node);
        OnnxTensor[] inputs = [.. node.Inputs.Take(kind is "Add" or "Multiply" or "Concat" ? node.Inputs.Length : 1)
            .Select(tensor => tensor!)];
        int batch = inputs[0].Dimensions is [_] or [] ? 1 : inputs[0].Dimensions[0];
        for (int sample = 0; sample < batch; sample++)
        {
            var builder = new GraphBuilder(kind);
            int[] ids = [.. inputs.Select((tensor, index) => builder.Input($"x{index}", ChannelsLast(tensor)))];
            var results = OperationTable.Find(kind)!.Lower(
                new LoweringContext(builder, new OperationArguments(kind, arguments), ids, "p", -1));
            for (int i = 0; i < results.Count; i++) builder.Output($"y{i}", results[i]);
            Graph graph = builder.Build();
            var values = inputs.Select((tensor, index) => (tensor, index))
                .ToDictionary(pair => $"x{pair.index}", pair => Sample(pair.tensor, batch, sample));
            var found = ReferenceInterpreter.Run(graph, parameters, values);
            for (int i = 0; i < results.Count; i++)
            {
                Assert.Equal(node.Outputs[i].Values.Length, found[$"y{i}"].Length * batch);
                // A global pooling's result [N, C, 1, 1] and (C) hold the same elements in the same order.
                GraphChecks.Close(Sample(node.Outputs[i], batch, sample), found[$"y{i}"], tolerance);
            }
        }
    }

    /// <summary>Cases whose values are those of one sample, in the order in which they lie.</summary>
    [DataTheory("onnx-node")]
    [InlineData("onnx-node/test_abs")]
    [InlineData("onnx-node/test_clip")]
    [InlineData("onnx-node/test_clip_default_max")]
    [InlineData("onnx-node/test_clip_default_min")]
    [InlineData("onnx-node/test_clip_example")]
    [InlineData("onnx-node/test_div_bcast")]
    [InlineData("onnx-node/test_exp")]
    [InlineData("onnx-node/test_exp_example")]
    [InlineData("onnx-node/test_max_float32")]
    [InlineData("onnx-node/test_max_two_inputs")]
    [InlineData("onnx-node/test_min_float32")]
    [InlineData("onnx-node/test_mul_bcast")]
    [InlineData("onnx-node/test_neg")]
    [InlineData("onnx-node/test_neg_example")]
    [InlineData("onnx-node/test_pow_bcast_scalar")]
    [InlineData("onnx-node/test_reciprocal")]
    [InlineData("onnx-node/test_reciprocal_example")]
    [InlineData("onnx-node/test_reduce_max_keepdims_example")]
    [InlineData("onnx-node/test_reduce_max_negative_axes_keepdims_example")]
    [InlineData("onnx-node/test_reduce_mean_negative_axes_keepdims_example")]
    [InlineData("onnx-node/test_reduce_mean_negative_axes_keepdims_random")]
    [InlineData("onnx-node/test_sqrt")]
    [InlineData("onnx-node/test_sqrt_example")]
    [InlineData("onnx-node/test_sub")]
    [InlineData("onnx-node/test_sub_bcast")]
    [InlineData("onnx-node/test_sub_example")]
    [InlineData("onnx-node/test_matmul_1d_1d")]
    [InlineData("onnx-node/test_matmul_1d_3d")]
    [InlineData("onnx-node/test_matmul_4d")]
    [InlineData("onnx-node/test_matmul_4d_1d")]
    [InlineData("onnx-node/test_transpose_all_permutations_0")]
    [InlineData("onnx-node/test_transpose_all_permutations_3")]
    [InlineData("onnx-node/test_transpose_all_permutations_5")]
    public void The_reference_reproduces_values_without_a_batch(string path)
    {
        var node = new OnnxNodeCase(path);
        var (kind, values, arguments) = TranslateWithoutBatch(node);
        OnnxTensor[] inputs = [.. node.Inputs.Take(values).Select(tensor => tensor!)];
        var builder = new GraphBuilder(kind);
        int[] ids = [.. inputs.Select((tensor, index) => builder.Input($"x{index}", tensor.Dimensions))];
        builder.Output("y", OperationTable.Find(kind)!.Lower(
            new LoweringContext(builder, new OperationArguments(kind, arguments), ids, "p", -1))[0]);
        var found = ReferenceInterpreter.Run(builder.Build(), new Dictionary<string, double[]>(),
            inputs.Select((tensor, index) => (tensor, index)).ToDictionary(pair => $"x{pair.index}", pair => pair.tensor.Values));
        GraphChecks.Close(node.Outputs[0].Values, found["y"], 2e-6);
    }

    /// <summary>The operation, how many of the inputs are values, and its arguments, of which some are inputs in ONNX.</summary>
    private static (string Kind, int Values, Dictionary<string, object> Arguments) TranslateWithoutBatch(OnnxNodeCase node)
    {
        var arguments = new Dictionary<string, object>();
        void Take(int input, string name)
        {
            if (node.Inputs.ElementAtOrDefault(input) is { } tensor) arguments[name] = tensor.Values[0];
        }

        switch (node.Kind)
        {
            case "Transpose":
                arguments["axes"] = node.Ints("perm", []);
                return ("Transpose", 1, arguments);
            case "Clip":
                Take(1, "min");
                Take(2, "max");
                return ("Clamp", 1, arguments);
            case "Pow":
                Take(1, "exponent");
                return ("Pow", 1, arguments);
            case "ReduceMax" or "ReduceMean":
                Assert.Equal(1, ((int)node.Inputs[1]!.Values[0] + 3) % 3);
                arguments["axes"] = "Width";
                return (node.Kind.Substring("Reduce".Length), 1, arguments);
        }

        string kind = node.Kind switch
        {
            "Neg" => "Negate",
            "Sub" => "Subtract",
            "Mul" => "Multiply",
            "Div" => "Divide",
            "Min" => "Minimum",
            "Max" => "Maximum",
            _ => node.Kind,
        };
        return (kind, node.Inputs.Length, arguments);
    }

    private static (string Kind, Dictionary<string, object> Arguments, Dictionary<string, double[]> Parameters) Translate(OnnxNodeCase node)
    {
        var arguments = new Dictionary<string, object>();
        var parameters = new Dictionary<string, double[]>();
        int rank = node.Inputs[0]!.Dimensions.Length - 2;
        EquatableArray<int> All(int number) => Enumerable.Repeat(number, rank).ToEquatableArray();

        void Window()
        {
            arguments["kernel"] = node.Ints("kernel_shape", [.. node.Inputs.ElementAtOrDefault(1)?.Dimensions.Skip(2) ?? []]);
            arguments["stride"] = node.Ints("strides", All(1));
            EquatableArray<int> pads = node.Ints("pads", [.. All(0), .. All(0)]);
            arguments["padding"] = pads.Take(rank).ToEquatableArray();
            arguments["paddingEnd"] = pads.Skip(rank).ToEquatableArray();
            arguments["ceilMode"] = node.Int("ceil_mode", 0) != 0;
            arguments["dilation"] = node.Ints("dilations", All(1));
        }

        void Take(params string[] names)
        {
            for (int i = 0; i < names.Length && i + 1 < node.Inputs.Length; i++) parameters["p." + names[i]] = node.Inputs[i + 1]!.Values;
        }

        switch (node.Kind)
        {
            case "Conv":
                Window();
                arguments["outputs"] = node.Inputs[1]!.Dimensions[0];
                arguments["groups"] = node.Int("group", 1);
                arguments["bias"] = node.Inputs.Length > 2;
                Take("weight", "bias");
                return ("Conv", arguments, parameters);
            case "Gemm":
                Assert.Equal(1, node.Int("transB", 0));
                arguments["outputs"] = node.Inputs[1]!.Dimensions[0];
                arguments["bias"] = node.Inputs.Length > 2;
                Take("weight", "bias");
                return ("Linear", arguments, parameters);
            case "BatchNormalization":
                arguments["epsilon"] = node.Float("epsilon", 1e-5);
                Take("weight", "bias", "running_mean", "running_var");
                return ("BatchNorm", arguments, parameters);
            case "MaxPool" or "AveragePool":
                Window();
                arguments["countPadding"] = node.Int("count_include_pad", 0) != 0;
                return (node.Kind, arguments, parameters);
            case "PRelu":
                arguments["shared"] = node.Inputs[1]!.Values.Length == 1;
                Take("weight");
                return ("PRelu", arguments, parameters);
            case "GroupNormalization" or "InstanceNormalization":
                bool isGroup = node.Kind == "GroupNormalization";
                if (isGroup) arguments["groups"] = node.Int("num_groups", 0);
                else arguments["affine"] = true;
                arguments["epsilon"] = node.Float("epsilon", 1e-5);
                Take("weight", "bias");
                return (isGroup ? "GroupNorm" : "InstanceNorm", arguments, parameters);
            case "LeakyRelu":
                arguments["slope"] = node.Float("alpha", 0.01);
                return ("LeakyRelu", arguments, parameters);
            case "HardSigmoid":
                arguments["slope"] = node.Float("alpha", 0.2);
                arguments["offset"] = node.Float("beta", 0.5);
                return ("HardSigmoid", arguments, parameters);
            case "Elu":
                arguments["alpha"] = node.Float("alpha", 1);
                return ("Elu", arguments, parameters);
            case "Gelu":
                arguments["approximate"] = node.Text("approximate", "none") == "tanh";
                return ("Gelu", arguments, parameters);
            case "LRN":
                arguments["size"] = node.Int("size", 0);
                arguments["alpha"] = node.Float("alpha", 1e-4);
                arguments["beta"] = node.Float("beta", 0.75);
                arguments["k"] = node.Float("bias", 1);
                return ("LocalResponseNorm", arguments, parameters);
            case "ConvTranspose":
                Window();
                arguments["outputPadding"] = node.Ints("output_padding", All(0));
                arguments["groups"] = node.Int("group", 1);
                arguments["outputs"] = node.Inputs[1]!.Dimensions[1] * node.Int("group", 1);
                arguments["bias"] = node.Inputs.Length > 2;
                Take("weight", "bias");
                return ("ConvTranspose", arguments, parameters);
            case "DepthToSpace" when node.Text("mode", "DCR") == "CRD":
                arguments["factor"] = node.Int("blocksize", 1);
                return ("PixelShuffle", arguments, parameters);
            case "DepthToSpace" or "SpaceToDepth":
                arguments["block"] = node.Int("blocksize", 1);
                return (node.Kind, arguments, parameters);
            case "Pad":
                EquatableArray<int> sides = [.. node.Inputs[1]!.Values.Select(size => (int)size)];
                int sizes = rank + 2;
                Assert.Equal([0, 0, 0, 0], new[] { sides[0], sides[1], sides[sizes], sides[sizes + 1] });
                arguments["before"] = sides.Skip(2).Take(rank).ToEquatableArray();
                arguments["after"] = sides.Skip(sizes + 2).ToEquatableArray();
                arguments["mode"] = node.Text("mode", "constant") switch { "reflect" => "Reflect", "edge" => "Replicate", _ => "Constant" };
                if (node.Inputs.ElementAtOrDefault(2) is { } value) arguments["value"] = value.Values[0];
                return ("Pad", arguments, parameters);
            case "Resize" when node.Text("mode", "nearest") == "cubic"
                || node.Text("coordinate_transformation_mode", "") == "align_corners":
                Assert.Equal(-0.75, node.Float("cubic_coeff_a", -0.75));
                if (node.Inputs.ElementAtOrDefault(3) is { } wanted)
                    arguments["size"] = wanted.Values.Skip(2).Select(size => (int)size).ToEquatableArray();
                else arguments["scale"] = (double)(float)node.Inputs[2]!.Values[2];
                arguments["mode"] = node.Text("mode", "nearest") == "cubic" ? "Bicubic" : "Bilinear";
                arguments["alignCorners"] = node.Text("coordinate_transformation_mode", "") == "align_corners";
                return ("Resize", arguments, parameters);
            case "Resize" or "Upsample":
                string mode = node.Text("mode", "nearest");
                arguments["scale"] = (node.Kind == "Resize" ? node.Inputs[2]!.Values : node.Floats("scales")).Skip(2)
                    .Select(scale => (int)scale).ToEquatableArray();
                arguments["mode"] = mode == "nearest" ? "Nearest" : "Bilinear";
                return ("Upsample", arguments, parameters);
            case "Split":
                arguments["sizes"] = node.Outputs.Select(part => part.Dimensions[1]).ToEquatableArray();
                return ("Split", arguments, parameters);
            case "Sum" or "Add":
                return ("Add", arguments, parameters);
            case "Mul":
                return ("Multiply", arguments, parameters);
            case "Swish":
                return ("Silu", arguments, parameters);
            case "GlobalAveragePool" or "GlobalMaxPool" or "HardSwish" or "Relu" or "Sigmoid"
                or "Tanh" or "Softmax" or "Concat" or "Flatten" or "Dropout":
                return (node.Kind, arguments, parameters);
            default:
                throw new NotSupportedException(node.Kind);
        }
    }

    /// <summary>The shape without batch and with the channels last; a tensor of rank 1 is (C).</summary>
    private static int[] ChannelsLast(OnnxTensor tensor) =>
        tensor.Dimensions is [var only] ? [only] : [.. tensor.Dimensions.Skip(2), tensor.Dimensions[1]];

    /// <summary>One sample's values with the channels last.</summary>
    private static double[] Sample(OnnxTensor tensor, int batch, int sample)
    {
        int length = tensor.Values.Length / batch;
        double[] values = tensor.Values[(sample * length)..((sample + 1) * length)];
        int channels = tensor.Dimensions.Length < 2 ? length : tensor.Dimensions[1], pixels = length / channels;
        return [.. Enumerable.Range(0, length).Select(i => values[i % channels * pixels + i / channels])];
    }
}
