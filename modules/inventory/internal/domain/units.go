package domain

import "longhouse/platform/kernel"

func measure(category, code, name, num, den string) Measure {
	return Measure{Code: code, Name: name, Category: category, Factor: Factor{kernel.MustDecimal(num), kernel.MustDecimal(den)}}
}

// CommonUnits are units of UN/ECE Recommendation 20 that an organisation starts
// with. The first of each category is its reference.
func CommonUnits() []Measure {
	return []Measure{
		measure("count", "H87", "piece", "1", "1"),
		measure("count", "EA", "each", "1", "1"),
		measure("count", "C62", "one", "1", "1"),
		measure("count", "PR", "pair", "2", "1"),
		measure("count", "DZN", "dozen", "12", "1"),
		measure("count", "CEN", "hundred", "100", "1"),
		measure("count", "GRO", "gross", "144", "1"),
		measure("count", "MIL", "thousand", "1000", "1"),
		measure("mass", "KGM", "kilogram", "1", "1"),
		measure("mass", "MGM", "milligram", "1", "1000000"),
		measure("mass", "GRM", "gram", "1", "1000"),
		measure("mass", "TNE", "tonne", "1000", "1"),
		measure("mass", "LBR", "pound", "45359237", "100000000"),
		measure("mass", "ONZ", "ounce", "45359237", "1600000000"),
		measure("volume", "LTR", "litre", "1", "1"),
		measure("volume", "MLT", "millilitre", "1", "1000"),
		measure("volume", "CLT", "centilitre", "1", "100"),
		measure("volume", "DLT", "decilitre", "1", "10"),
		measure("volume", "HLT", "hectolitre", "100", "1"),
		measure("volume", "MTQ", "cubic metre", "1000", "1"),
		measure("volume", "GLL", "gallon (US)", "473176473", "125000000"),
		measure("volume", "OZA", "fluid ounce (US)", "473176473", "16000000000"),
		measure("volume", "GLI", "gallon (UK)", "454609", "100000"),
		measure("length", "MTR", "metre", "1", "1"),
		measure("length", "MMT", "millimetre", "1", "1000"),
		measure("length", "CMT", "centimetre", "1", "100"),
		measure("length", "KMT", "kilometre", "1000", "1"),
		measure("length", "INH", "inch", "127", "5000"),
		measure("length", "FOT", "foot", "381", "1250"),
		measure("length", "YRD", "yard", "1143", "1250"),
		measure("area", "MTK", "square metre", "1", "1"),
		measure("area", "CMK", "square centimetre", "1", "10000"),
		measure("area", "FTK", "square foot", "145161", "1562500"),
		measure("area", "HAR", "hectare", "10000", "1"),
		measure("time", "HUR", "hour", "1", "1"),
		measure("time", "MIN", "minute", "1", "60"),
		measure("time", "DAY", "day", "24", "1"),
	}
}
